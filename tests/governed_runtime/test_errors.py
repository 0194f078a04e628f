from __future__ import annotations

from governed_runtime.errors import FieldError, NotFoundError, ReadError


def test_an_error_names_path_and_code_and_is_had_again_whole() -> None:
    error = NotFoundError("/a/b", "ParameterNotFound", definite=True)
    again = error.again()
    assert type(again) is NotFoundError
    assert (str(again), again.definite, again is error) == ("/a/b: ParameterNotFound", True, False)


def test_a_missing_field_is_a_key_error_that_reads_like_the_others() -> None:
    error = FieldError("/a/b", "no field 'x'")
    assert isinstance(error, KeyError)
    assert isinstance(error, ReadError)
    assert str(error) == "/a/b: no field 'x'"
