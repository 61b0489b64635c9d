"""The way to Spark: a session on a master, and what goes wrong with it as a message."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from engine.batch.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


@contextmanager
def spark_session(master: str | None) -> Iterator[SparkSession]:
    """A session on the master with that address, or on this machine.

    Raises :class:`BatchError` where Spark is not installed or cannot start.
    """
    for name in ("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"):
        os.environ.setdefault(name, sys.executable)  # Spark looks for "python3" otherwise, which may be another one
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - the same

    builder = SparkSession.builder.appName("rulebook")
    builder = builder.master(master or "local[*]")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.caseSensitive": "true",  # two columns that differ in case are two columns
        "spark.sql.parquet.mergeSchema": "true",  # a column of the second file only is not overlooked
        "spark.sql.execution.arrow.maxRecordsPerBatch": "16000",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    if (master or "local").startswith("local"):
        settings |= {
            "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),  # two hundred are for a cluster
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={files('engine.distributed') / 'log4j2.properties'}",
        }
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        help_text = "Spark needs Java 17 or newer (JAVA_HOME), and a master looks like spark://HOST:7077"
        raise BatchError(f"Spark does not start: {first_line(error)}", help_text) from error
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


@contextmanager
def no_traceback() -> Iterator[None]:
    """What Spark gives up, as a message: executors that are lost again and again, a folder that they cannot write."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra
    from pyspark.errors import PySparkException  # noqa: PLC0415 - the same

    try:
        yield
    except (PySparkException, Py4JError) as error:
        help_text = "have the executors memory enough, and do all of them see the inputs and the folder?"
        raise BatchError(f"Spark gave the batch up: {first_line(error)}", help_text) from error


def first_line(error: BaseException) -> str:
    """What an error of Spark says before its traces."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
