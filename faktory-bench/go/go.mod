module bench

go 1.25.0

require github.com/contribsys/faktory v1.10.0
