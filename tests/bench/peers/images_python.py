#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer of the benchmark "images": the same figures of a folder's pictures with Pillow, OpenCV and imagehash.

Usage: PYTHON images_python.py FOLDER [PROCESSES]. SHA-256, size, channels, brightness, contrast, variance of the Laplacian and
perceptual hash of every file; as Lathe, but nothing is stored. Prints {"peer": …, "pictures": …, "seconds": …}.
"""
import hashlib
import json
import multiprocessing
import os
import sys
import time

import cv2
import imagehash
import numpy
from PIL import Image


def examine(path):
    cv2.setNumThreads(1)
    with open(path, "rb") as file:
        data = file.read()
    picture = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        return hashlib.sha256(data).hexdigest(), None
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    figures = grey.mean(), grey.std(), cv2.Laplacian(grey, cv2.CV_64F).var(), (grey <= 5).mean(), (grey >= 250).mean()
    return hashlib.sha256(data).hexdigest(), picture.shape, figures, str(imagehash.phash(Image.fromarray(grey)))


if __name__ == "__main__":
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count()
    paths = sorted(os.path.join(folder, name) for folder, _, names in os.walk(sys.argv[1]) for name in names)
    start = time.perf_counter()
    with multiprocessing.Pool(processes) as pool:
        found = pool.map(examine, paths, chunksize=32)
    print(json.dumps({"peer": f"Pillow, OpenCV {cv2.__version__}, imagehash, {processes} processes", "pictures": len(found),
                      "seconds": round(time.perf_counter() - start, 3)}))
