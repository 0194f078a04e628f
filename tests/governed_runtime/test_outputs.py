from __future__ import annotations

from governed_runtime.outputs import Output


def test_an_output_says_where_it_is_and_what_its_text_means() -> None:
    assert Output.string("orders", "queue-url").path("dev") == "/dev/orders/queue-url"
    assert Output.string("orders", "queue-url").value("a,b") == "a,b"
    assert Output.strings("network", "subnet-ids").value("a,b") == ["a", "b"]
    assert Output.optional("rds", "proxy-endpoint").is_optional
