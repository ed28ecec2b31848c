"""The one error that is written for the reader of a screen."""


class QantarError(Exception):
    """A fault the user can mend; its message is one sentence saying what is wrong and what to do next."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for its own rendering: a student reads the sentence, not the way to it.
        return [f"{type(self).__name__}: {self}"]
