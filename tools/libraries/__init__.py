"""What libraries do with gradients, losses, steps and starts: small adapters, each run in an environment of its own."""
