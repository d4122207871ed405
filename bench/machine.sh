#!/bin/sh
# What a measurement was made on, and how busy it was.
awk -F ': ' '/model name/ { model = $2 } /cpu family/ { family = $2 } END { print "processor: " model " (family " family ")" }' /proc/cpuinfo
echo "threads: $(nproc); load before and after: $(cut -d ' ' -f 1-3 /proc/loadavg)"
