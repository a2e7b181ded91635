"""What the service bounds: lengths, ranges, patterns and choices of members of Create calls.

Generated from botocore's model of the service, so that nothing at run time reads that:
python tests/architecture/model_shapes.py > reconciler/catalog/shapes.py
"""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model.values import Json

# fmt: off
SHAPES: Mapping[str, Mapping[str, Mapping[str, Json]]] = {
    "CreateSchema": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "schema": {"maxLength": 20000},
        "domain": {"enum": ["ECOMMERCE", "VIDEO_ON_DEMAND"]},
    },
    "CreateDatasetGroup": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "roleArn": {
            "maxLength": 256,
            "pattern": "^(?:arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+)$",
        },
        "kmsKeyArn": {"maxLength": 2048, "pattern": "^(?:arn:aws.*:kms:.*:[0-9]{12}:key/.*)$"},
        "domain": {"enum": ["ECOMMERCE", "VIDEO_ON_DEMAND"]},
    },
    "CreateDataset": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "schemaArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "datasetGroupArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "datasetType": {"maxLength": 256, "pattern": "^(?:^[A-Za-z_]+$)$"},
    },
    "CreateEventTracker": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "datasetGroupArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
    },
    "CreateFilter": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "datasetGroupArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "filterExpression": {"minLength": 1, "maxLength": 2500},
    },
    "CreateDatasetImportJob": {
        "jobName": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "datasetArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "dataSource.dataLocation": {"maxLength": 256, "pattern": "^(?:(s3|http|https)://.+)$"},
        "roleArn": {
            "maxLength": 256,
            "pattern": "^(?:arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+)$",
        },
        "importMode": {"enum": ["FULL", "INCREMENTAL"]},
    },
    "CreateMetricAttribution": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "datasetGroupArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "metrics": {"maxItems": 10},
        "metrics[].eventType": {"maxLength": 256},
        "metrics[].metricName": {"maxLength": 256},
        "metrics[].expression": {"maxLength": 256},
        "metricsOutputConfig.s3DataDestination.path": {
            "maxLength": 256,
            "pattern": "^(?:(s3|http|https)://.+)$",
        },
        "metricsOutputConfig.s3DataDestination.kmsKeyArn": {
            "maxLength": 2048,
            "pattern": "^(?:arn:aws.*:kms:.*:[0-9]{12}:key/.*)$",
        },
        "metricsOutputConfig.roleArn": {
            "maxLength": 256,
            "pattern": "^(?:arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+)$",
        },
    },
    "CreateSolution": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "recipeArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "datasetGroupArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "eventType": {"maxLength": 256},
        "solutionConfig.eventValueThreshold": {"maxLength": 256},
        "solutionConfig.hpoConfig.hpoObjective.type": {"maxLength": 256},
        "solutionConfig.hpoConfig.hpoObjective.metricName": {"maxLength": 256},
        "solutionConfig.hpoConfig.hpoObjective.metricRegex": {"maxLength": 256},
        "solutionConfig.hpoConfig.hpoResourceConfig.maxNumberOfTrainingJobs": {"maxLength": 256},
        "solutionConfig.hpoConfig.hpoResourceConfig.maxParallelTrainingJobs": {"maxLength": 256},
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.integerHyperParameterRanges": {
            "maxItems": 100,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.integerHyperParameterRanges[].name": {
            "maxLength": 256,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.integerHyperParameterRanges[].minValue": {
            "minimum": -1000000,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.integerHyperParameterRanges[].maxValue": {
            "maximum": 1000000,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.continuousHyperParameterRanges": {
            "maxItems": 100,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.continuousHyperParameterRanges[].name": {
            "maxLength": 256,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.continuousHyperParameterRanges[].minValue": {
            "minimum": -1000000,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.continuousHyperParameterRanges[].maxValue": {
            "minimum": -1000000,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.categoricalHyperParameterRanges": {
            "maxItems": 100,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.categoricalHyperParameterRanges[].name": {
            "maxLength": 256,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.categoricalHyperParameterRanges[].values": {
            "maxItems": 100,
        },
        "solutionConfig.hpoConfig.algorithmHyperParameterRanges.categoricalHyperParameterRanges[].values[]": {
            "maxLength": 1000,
        },
        "solutionConfig.algorithmHyperParameters": {"maxProperties": 100},
        "solutionConfig.featureTransformationParameters": {"maxProperties": 100},
        "solutionConfig.autoMLConfig.metricName": {"maxLength": 256},
        "solutionConfig.autoMLConfig.recipeList": {"maxItems": 100},
        "solutionConfig.autoMLConfig.recipeList[]": {
            "maxLength": 256,
            "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$",
        },
        "solutionConfig.eventsConfig.eventParametersList": {"maxItems": 10},
        "solutionConfig.eventsConfig.eventParametersList[].eventType": {"maxLength": 256},
        "solutionConfig.eventsConfig.eventParametersList[].weight": {"minimum": 0, "maximum": 1},
        "solutionConfig.optimizationObjective.itemAttribute": {"minLength": 1, "maxLength": 150},
        "solutionConfig.optimizationObjective.objectiveSensitivity": {
            "enum": ["LOW", "MEDIUM", "HIGH", "OFF"],
        },
        "solutionConfig.trainingDataConfig.excludedDatasetColumns": {"maxProperties": 3},
        "solutionConfig.trainingDataConfig.includedDatasetColumns": {"maxProperties": 3},
        "solutionConfig.autoTrainingConfig.schedulingExpression": {
            "minLength": 1,
            "maxLength": 16,
            "pattern": "^(?:rate\\(\\d+ days?\\))$",
        },
    },
    "CreateSolutionVersion": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "solutionArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "trainingMode": {"enum": ["FULL", "UPDATE", "AUTOTRAIN"]},
    },
    "CreateCampaign": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "solutionVersionArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "minProvisionedTPS": {"minimum": 1},
        "campaignConfig.itemExplorationConfig": {"maxProperties": 100},
    },
    "CreateRecommender": {
        "name": {"minLength": 1, "maxLength": 63, "pattern": "^(?:^[a-zA-Z0-9][a-zA-Z0-9\\-_]*)$"},
        "datasetGroupArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "recipeArn": {"maxLength": 256, "pattern": "^(?:arn:([a-z\\d-]+):personalize:.*:.*:.+)$"},
        "recommenderConfig.itemExplorationConfig": {"maxProperties": 100},
        "recommenderConfig.minRecommendationRequestsPerSecond": {"minimum": 1},
        "recommenderConfig.trainingDataConfig.excludedDatasetColumns": {"maxProperties": 3},
        "recommenderConfig.trainingDataConfig.includedDatasetColumns": {"maxProperties": 3},
    },
}
# fmt: on
"""Operation, then the path of a member, [] standing for an item, to keywords of JSON Schema."""
