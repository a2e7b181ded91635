"""Imported by Python itself at the start of a program that the tests run, by way of PYTHONPATH."""

import os

import watching

if path := os.environ.get(watching.VARIABLE):
    watching.watch(path)
