"""The parts from which the generator puts random applicants together, one module a group of facts."""
