// Nothing to run
run (1*ms)
