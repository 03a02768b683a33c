import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { MethodCounts, Rpc } from '../rpc/rpc.ts'

/** What is asked for its state whenever somebody looks. */
export interface Observed {
  readonly rpc: Pick<Rpc, 'counts'>
  readonly connections: () => number
  readonly sessions: () => number
  readonly keyExchanges: () => number
  readonly requestsRunning: () => number
}

/** The figures of a running server, in the form that Prometheus reads. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
  /** From now on these are looked at, too. */
  observe(observed: Observed): void
  requestAnswered(seconds: number): void
  committed(units: number, seconds: number): void
  commitFailed(): void
  /** A stored value of this type cannot be read. */
  valueDamaged(type: string): void
  connectionRefused(reason: string): void
}

const outcomes = { served: 'ok', refused: 'error', failed: 'failure', notImplemented: 'not_implemented' } as const

export function createMetrics(version: string): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'chappe_build_info',
    help: 'Always 1; the version is the label.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)
  const answered = new Histogram({
    name: 'chappe_request_seconds',
    help: 'Time from taking a request to having its answer.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const commits = new Histogram({
    name: 'chappe_commit_seconds',
    help: 'Time that the store takes to make a group of changes durable.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  const units = new Counter({ name: 'chappe_committed_units_total', help: 'Units of change made durable.', registers })
  const failedCommits = new Counter({
    name: 'chappe_failed_commits_total',
    help: 'Groups of changes that could not be stored.',
    registers,
  })
  const refused = new Counter({
    name: 'chappe_connections_refused_total',
    help: 'Connections that ended before they had shown their transport, by reason.',
    labelNames: ['reason'],
    registers,
  })

  const damaged = new Counter({
    name: 'chappe_damaged_values_total',
    help: 'Stored values that were asked for and could not be read, by their type.',
    labelNames: ['type'],
    registers,
  })

  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  }

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observe({ rpc, connections, sessions, keyExchanges, requestsRunning }) {
      gauge('chappe_connections', 'Open connections.', connections)
      gauge('chappe_sessions', 'Sessions in memory, connected or not.', sessions)
      gauge('chappe_key_exchanges', 'Key exchanges under way.', keyExchanges)
      gauge('chappe_requests_running', 'Requests being served.', requestsRunning)
      new Counter({
        name: 'chappe_requests_total',
        help: 'Requests answered, by method and result: ok, error, failure (of the server) or not_implemented.',
        labelNames: ['method', 'result'],
        registers,
        collect() {
          this.reset()
          for (const [method, counts] of rpc.counts) addCounts(this, method, counts)
        },
      })
    },
    requestAnswered: (seconds) => answered.observe(seconds),
    committed(count, seconds) {
      units.inc(count)
      commits.observe(seconds)
    },
    commitFailed: () => failedCommits.inc(),
    valueDamaged: (type) => damaged.inc({ type }),
    connectionRefused: (reason) => refused.inc({ reason }),
  }
}

function addCounts(counter: Counter<'method' | 'result'>, method: string, counts: Readonly<MethodCounts>): void {
  for (const outcome of ['served', 'refused', 'failed', 'notImplemented'] as const) {
    if (counts[outcome] > 0) counter.inc({ method, result: outcomes[outcome] }, counts[outcome])
  }
}
