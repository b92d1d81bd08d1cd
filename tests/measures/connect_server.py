"""A Spark Connect server in a process of its own: prints its port, and ends when its standard input does."""

from __future__ import annotations

import os
import socket
import sys


def main() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    settings = {
        "spark.plugins": "org.apache.spark.sql.connect.SparkConnectPlugin",
        "spark.connect.grpc.binding.port": str(port),
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.api.mode": "classic",
    }
    builder = SparkSession.builder.master("local[2]").appName("connect")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    print(f"port {port}", flush=True)
    sys.stdin.read()
    session.stop()


if __name__ == "__main__":
    main()
