"""The one error that is written for the reader of a screen."""


class QantarError(Exception):
    """A fault the user can mend; its message is one sentence saying what is wrong and what to do next."""
