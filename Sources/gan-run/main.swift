print("gan-run")
