# SPDX-License-Identifier: GPL-3.0-or-later
"""The peers of benchmark B8: a logistic regression on the same table, behind FastAPI and behind MLflow's server.

serving_peers.py fit CSV FOLDER       fits and saves the model for both
uvicorn serving_peers:app             serves it by FastAPI (folder in B8_FOLDER)
"""
import os
import pickle
import sys

FEATURES = ["precipitation", "temp_max", "temp_min", "wind"]


def fit(table, folder):
    import mlflow.sklearn
    import pandas
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = pandas.read_csv(table)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(rows[FEATURES].to_numpy(), rows["weather"])
    with open(os.path.join(folder, "model.pickle"), "wb") as file:
        pickle.dump(model, file)
    by_name = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(rows[FEATURES], rows["weather"])
    mlflow.sklearn.save_model(by_name, os.path.join(folder, "mlflow"), input_example=rows[FEATURES].head(1), serialization_format="cloudpickle")


def make_app():
    import numpy
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Row(BaseModel):
        precipitation: float
        temp_max: float
        temp_min: float
        wind: float

    class Rows(BaseModel):
        instances: list[Row]

    with open(os.path.join(os.environ["B8_FOLDER"], "model.pickle"), "rb") as file:
        model = pickle.load(file)
    classes = [str(name) for name in model.classes_]
    application = FastAPI()

    @application.post("/predict")
    async def predict(rows: Rows):
        values = numpy.array([[getattr(row, name) for name in FEATURES] for row in rows.instances])
        probabilities = model.predict_proba(values)
        return {"predictions": [classes[i] for i in probabilities.argmax(axis=1)],
                "probabilities": [dict(zip(classes, map(float, row))) for row in probabilities]}

    return application


if __name__ == "__main__":
    fit(sys.argv[2], sys.argv[3])
else:
    app = make_app()
