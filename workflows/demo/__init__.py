"""The demo: real rules, real acts, on a staged county. It calls the services as any officer would."""
