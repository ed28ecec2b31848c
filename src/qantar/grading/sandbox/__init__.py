"""Kernels that run a student's code: limited, shut in, and talked to with care."""
