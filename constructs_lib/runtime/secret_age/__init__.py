"""The age function's folder is a Lambda asset: handler.py and ageing/ stand at the asset's root."""
