"""The rotation function's folder is a Lambda asset: handler.py and mysql_rotation/ stand at the asset's root."""
