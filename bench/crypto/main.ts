import { randomBytes } from 'node:crypto'
import type { BenchRow } from '../row.ts'
import { handshake } from './handshake.ts'
import { milliseconds } from './measure.ts'
import { type Subject, subjects } from './subjects.ts'

const CASES = [
  ['128 B', 128],
  ['1 KiB', 1024],
  ['64 KiB', 65536],
  ['512 KiB', 524288],
] as const

const bytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** Whole packets and bare AES-IGE beside the peers', then the arithmetic of the key exchange. */
export async function run(report: (row: BenchRow) => void): Promise<void> {
  const all = subjects({ authKey: bytes(256), key: bytes(32), iv: bytes(32) })
  for (const [name, size] of CASES) {
    const data = bytes(size)
    agree(all, data)
    const packet = all[0]?.seal(data) ?? data
    const operations: readonly (readonly [op: string, work: (subject: Subject) => unknown])[] = [
      ['encrypt packet', (subject) => subject.seal(data)],
      ['decrypt packet', (subject) => subject.open(packet)],
      ['AES-IGE encrypt', (subject) => subject.igeEncrypt(data)],
      ['AES-IGE decrypt', (subject) => subject.igeDecrypt(data)],
    ]
    for (const [op, work] of operations) {
      const times = milliseconds(all.map((subject) => () => work(subject)))
      all.forEach((subject, i) => {
        const value = size / (times[i] ?? 0) / 1000
        report({
          bench: 'crypto',
          case: name,
          op,
          subject: subject.name,
          value: Number(value.toPrecision(4)),
          unit: 'MB/s',
        })
      })
    }
  }
  handshake((row) => report({ ...row, value: Number(row.value.toPrecision(3)) }))
}

/** A figure for something that is wrong would be worthless. */
function agree(all: readonly Subject[], data: Uint8Array): void {
  const [first, ...others] = all
  if (first === undefined) return
  const packet = first.seal(data)
  const encrypted = first.igeEncrypt(data)
  for (const subject of others) {
    const same =
      Buffer.compare(subject.seal(data), packet) === 0 &&
      Buffer.compare(subject.open(packet), data) === 0 &&
      Buffer.compare(subject.igeEncrypt(data), encrypted) === 0 &&
      Buffer.compare(subject.igeDecrypt(encrypted), data) === 0
    if (!same) throw new Error(`${subject.name} gives other bytes`)
  }
}
