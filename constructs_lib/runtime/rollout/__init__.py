"""The rollout's folder is a Lambda asset: handler.py and secret_rollout/ stand at the asset's root."""
