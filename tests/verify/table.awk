# From what tests print with --nocapture on one thread: the z-scores by subject, then the coverages.

/^ *Running / {
  binary = $2 == "unittests" ? "src" : $2
  sub(/^tests\//, "", binary)
  sub(/\.rs$/, "", binary)
}

/^test / {
  subject = $2
  sub(/::[a-z_0-9]+$/, "", subject)
  subject = subject == $2 ? binary : binary "::" subject
  name = $2
  sub(/.*::/, "", name)
}

/^test .* \.\.\. FAILED$|^FAILED$/ { failures = failures "\n  " subject "::" name }

{
  line = $0
  while (match(line, /(^|[^a-z])z( =)? *[-+]?[0-9]+\.[0-9]+/)) {
    z = substr(line, RSTART, RLENGTH)
    sub(/.*z( =)? */, "", z)
    z += 0
    size = z < 0 ? -z : z
    if (!(subject in count)) order[++subjects] = subject
    count[subject]++
    if (size >= largest[subject]) { largest[subject] = size; where[subject] = name }
    all++
    if (size > 1.96) beyond++
    line = substr(line, RSTART + RLENGTH)
  }
}

{
  line = $0
  sub(/^test .* \.\.\. /, "", line)
  if (line ~ /cover|called different|hold together/ && line ~ /[0-9]/ && line !~ /^(test| *Running|thread) /)
    {
      test = subject "::" name
      if (test != last) coverages[++covered] = test
      last = test
      coverages[++covered] = "  " line
    }
}

END {
  printf "%-28s %5s %11s  %s\n", "z-scores (limit 4)", "n", "largest |z|", "of the test"
  for (i = 1; i <= subjects; i++) {
    s = order[i]
    printf "%-28s %5d %11.2f  %s\n", s, count[s], largest[s], where[s]
  }
  if (all) printf "%-28s %5d              beyond 1.96: %.1f %% (5 %% by chance alone)\n", "all", all, 100 * beyond / all
  printf "\nCoverages\n"
  for (i = 1; i <= covered; i++) print "  " coverages[i]
  if (failures) print "\nFailed" failures
}
