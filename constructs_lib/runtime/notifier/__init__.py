"""The notifier's folder is a Lambda asset: handler.py and slack_notifier/ stand at the asset's root."""
