// Pushes jobs by the published Go client: reads a number from each line, pushes so many, prints the nanoseconds.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"time"

	faktory "github.com/contribsys/faktory/client"
)

func main() {
	client, err := faktory.Open()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		count, err := strconv.Atoi(lines.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		start := time.Now()
		for i := 0; i < count; i++ {
			job := faktory.NewJob("bench", i, "someone@example.org", "a text of a usual length for an argument")
			job.Queue = "bench"
			if err := client.Push(job); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		fmt.Println(time.Since(start).Nanoseconds())
	}
}
