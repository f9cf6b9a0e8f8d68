// The published Go client and worker: pushes 5 jobs that succeed and 1 that fails, runs them, and stays until it is terminated.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	faktory "github.com/contribsys/faktory/client"
	worker "github.com/contribsys/faktory_worker_go"
)

func main() {
	if err := push(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	mgr := worker.NewManager()
	mgr.Concurrency = 2
	mgr.ProcessStrictPriorityQueues("default")
	mgr.Register("good", func(ctx context.Context, args ...interface{}) error { return nil })
	mgr.Register("bad", func(ctx context.Context, args ...interface{}) error { return errors.New("meant to fail") })
	// It ends the process when the server says terminate.
	if err := mgr.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func push() error {
	client, err := faktory.Open()
	if err != nil {
		return err
	}
	defer client.Close()
	var many []*faktory.Job
	for i := 0; i < 4; i++ {
		many = append(many, faktory.NewJob("good", i, "text", map[string]any{"deep": []int{1, 2}}))
	}
	refused, err := client.PushBulk(many)
	if err != nil {
		return err
	}
	if len(refused) != 0 {
		return fmt.Errorf("refused: %v", refused)
	}
	if err := client.Push(faktory.NewJob("good", "alone")); err != nil {
		return err
	}
	return client.Push(faktory.NewJob("bad", 1))
}
