"""Schema files of one interactions and one items dataset."""

AVSC = """{
  "type": "record",
  "name": "Interactions",
  "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
    {"name": "EVENT_TYPE", "type": "string"}
  ],
  "version": "1.0"
}
"""

ITEMS = """{
  "type": "record",
  "name": "Items",
  "fields": [
    {"name": "ITEM_ID", "type": "string"},
    {"name": "PRICE", "type": "float"},
    {"name": "CATEGORY_L1", "type": "string", "categorical": true}
  ],
  "version": "1.0"
}
"""
