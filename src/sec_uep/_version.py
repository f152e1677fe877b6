"""The version of this package: stated here, and read from here when a wheel is built."""

__version__ = "0.1.0"
