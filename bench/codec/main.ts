import type { BenchRow } from '../row.ts'
import { type Case, cases } from './cases.ts'
import { prepareChappe } from './chappe.ts'
import { prepareJson, prepareMsgpackr } from './general.ts'
import { prepareGramjs } from './gramjs.ts'
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

/** Encoding and decoding, ours beside the peers: time, bytes on the wire, bytes allocated. */
export async function run(report: (row: BenchRow) => void): Promise<void> {
  for (const one of cases) {
    for (const [subject, prepare] of SUBJECTS) {
      const row = (op: string, value: number, unit: string): void =>
        report({ bench: 'codec', case: one.name, op, subject, value: Math.round(value), unit })
      const { encode, decode } = prepare(one)
      row('size', encode().length, 'B')
      row('encode', nanoseconds(encode), 'ns')
      row('encode allocates', allocation(encode), 'B')
      // mtcute and GramJS are clients: they have no reader for requests.
      if (one.type === 'method' && (subject === 'mtcute' || subject === 'gramjs')) continue
      row('decode', nanoseconds(decode), 'ns')
      row('decode allocates', allocation(decode), 'B')
    }
  }
}
