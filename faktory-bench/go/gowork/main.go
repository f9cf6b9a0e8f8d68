// Runs jobs by the published Go worker, under the harness's control: see Gate.java for what is said to it.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	worker "github.com/contribsys/faktory_worker_go"
)

type silent struct{}

func (silent) Debug(v ...interface{})                 {}
func (silent) Debugf(format string, v ...interface{}) {}
func (silent) Info(v ...interface{})                  {}
func (silent) Infof(format string, v ...interface{})  {}
func (silent) Warn(v ...interface{})                  { fmt.Fprintln(os.Stderr, v...) }
func (silent) Warnf(format string, v ...interface{})  { fmt.Fprintf(os.Stderr, format+"\n", v...) }
func (silent) Error(v ...interface{})                 { fmt.Fprintln(os.Stderr, v...) }
func (silent) Errorf(format string, v ...interface{}) { fmt.Fprintf(os.Stderr, format+"\n", v...) }
func (silent) Fatal(v ...interface{})                 { fmt.Fprintln(os.Stderr, v...); os.Exit(1) }
func (silent) Fatalf(format string, v ...interface{}) { fmt.Fprintf(os.Stderr, format+"\n", v...); os.Exit(1) }

var (
	gate    sync.RWMutex // held by the harness while jobs have to wait
	waiting atomic.Int64
	lanes   atomic.Int64
	left    atomic.Int64
	opened  atomic.Int64
)

func main() {
	control, err := net.Dial("tcp", os.Getenv("BENCH_CONTROL"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	began := time.Now()
	gate.Lock()
	manager := worker.NewManager()
	manager.Logger = silent{}
	manager.Concurrency = 10
	manager.ProcessStrictPriorityQueues(os.Args[1])
	manager.Register("bench", func(ctx context.Context, args ...interface{}) error {
		if waiting.Add(1) == lanes.Load() {
			fmt.Fprintln(control, "held")
		}
		gate.RLock()
		gate.RUnlock()
		if left.Add(-1) == 0 {
			fmt.Fprintln(control, time.Since(began).Nanoseconds()-opened.Load())
		}
		return nil
	})
	go func() {
		if err := manager.RunWithContext(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}()
	lines := bufio.NewReader(control)
	first := true
	for {
		var verb string
		var count int64
		if _, err := fmt.Fscanln(lines, &verb, &count); err == io.EOF {
			os.Exit(0)
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		switch verb {
		case "hold":
			if !first {
				gate.Lock()
			}
			first = false
			waiting.Store(0)
			lanes.Store(count)
			fmt.Fprintln(control, "closed")
		case "go":
			left.Store(count)
			opened.Store(time.Since(began).Nanoseconds())
			gate.Unlock()
		}
	}
}
