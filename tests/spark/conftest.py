"""One session of PySpark for all tests here, on one core, heard of by nobody; or why there is none."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

#: What keeps a session small, quiet and to itself.
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.session.timeZone": "Pacific/Kiritimati",  # a day is a day, wherever the session is
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start a session, and stop it when all is done."""
    pytest.importorskip("pyspark", reason="PySpark is not installed here; `make spark` tests with it")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java here, which PySpark needs")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - it may not be there

    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    builder = SparkSession.builder.master("local[1]").appName("tests of sec_uep")
    where = str(tmp_path_factory.mktemp("spark"))
    for name, value in {**SETTINGS, "spark.local.dir": where, "spark.sql.warehouse.dir": where}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
