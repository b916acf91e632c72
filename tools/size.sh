#!/bin/bash
# Lines of each file of ours, longest first, and what to strive for: a median near 100, few over 300, none over 500 without
# a reason in its first comment.
cd "$(dirname "$0")/.."
find $(ls -d plumb tests bench examples 2> /dev/null) tools cmake dev CMakeLists.txt -type f \
    \( -name '*.cpp' -o -name '*.h' -o -name '*.py' -o -name '*.sh' -o -name '*.cmake' -o -name CMakeLists.txt -o -name dev \) -print0 |
  xargs -0 wc -l | grep -v ' total$' | sort -rn |
  awk '{ print; n[NR] = $1; sum += $1; over300 += $1 > 300; over500 += $1 > 500
         split($2, part, "/"); folder = part[1] == "plumb" ? part[1] "/" part[2] : part[1]; lines[folder] += $1; files[folder]++ }
       END { print "\nfolder: files, lines"; for (f in lines) printf "  %-18s %4d %7d\n", f, files[f], lines[f] | "sort"; close("sort")
             printf "\n%d files, %d lines, median %d; over 300: %d, over 500: %d\n", NR, sum, n[int((NR + 1) / 2)], over300, over500 }'
