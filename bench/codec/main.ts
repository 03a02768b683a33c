import type { BenchRow } from '../row.ts'
import { type Case, cases } from './cases.ts'
import { prepareChappe } from './chappe.ts'
import { prepareJson, prepareMsgpackr } from './general.ts'
import { prepareGramjs } from './gramjs.ts'
import { LAYERS, prepareLayer } from './layers.ts'
import { allocation, nanoseconds } from './measure.ts'
import { prepareMtcute } from './mtcute.ts'
import { prepareProtobuf } from './protobuf.ts'
import type { Prepared } from './subject.ts'

const SUBJECTS: readonly (readonly [name: string, prepare: (one: Case) => Prepared])[] = [
  ['chappe', prepareChappe],
  ['mtcute', prepareMtcute],
  ['gramjs', prepareGramjs],
  ['protobufjs', prepareProtobuf],
  ['msgpackr', prepareMsgpackr],
  ['json', prepareJson],
]

const CLIENTS: ReadonlySet<string> = new Set(['mtcute', 'gramjs'])

/** Encoding and decoding, ours beside the peers: time, bytes on the wire, bytes allocated. */
export async function run(report: (row: BenchRow) => void): Promise<void> {
  for (const one of cases) {
    const prepared = SUBJECTS.map(([subject, prepare]) => ({ subject, ...prepare(one) }))
    // The codec that a server uses for clients of earlier layers, beside those clients' own.
    const layered = LAYERS.map((layer) => ({ subject: `chappe L${layer}`, ...prepareLayer(one, layer) }))
    const writers = [...prepared, ...layered]
    // mtcute and GramJS are clients: they have no reader for requests.
    const readers = writers.filter(({ subject }) => one.type !== 'method' || !CLIENTS.has(subject))
    const rows = (
      op: string,
      unit: string,
      subjects: readonly { subject: string }[],
      values: readonly number[],
    ): void =>
      subjects.forEach(({ subject }, i) => {
        const value = Math.round(values[i] ?? 0)
        if (value <= 0) throw new Error(`${one.name}, ${op}, ${subject}: ${value} ${unit} cannot be`)
        report({ bench: 'codec', case: one.name, op, subject, value, unit })
      })
    const encodes = writers.map(({ encode }) => encode)
    const decodes = readers.map(({ decode }) => decode)
    rows(
      'size',
      'B',
      writers,
      encodes.map((encode) => encode().length),
    )
    rows('encode', 'ns', writers, nanoseconds(encodes))
    rows('encode allocates', 'B', writers, encodes.map(allocation))
    rows('decode', 'ns', readers, nanoseconds(decodes))
    rows('decode allocates', 'B', readers, decodes.map(allocation))
  }
}
