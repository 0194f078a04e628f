"""Who may do what, worked out from templates alone: IAM's evaluation logic over three answers, yes, no and it depends.

Source: IAM User Guide, "Policy evaluation logic"; AWS KMS Developer Guide, "Key policies in AWS KMS".
Organization policies (SCP, RCP), session policies and policies of VPC endpoints are no part of it: they only take away.
"""
