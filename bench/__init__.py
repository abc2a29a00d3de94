"""How fast and how small Fichero is, each figure beside a floor that was measured in the same run."""
