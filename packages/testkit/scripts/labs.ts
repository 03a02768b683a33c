// Makes so many labs one after the other, and says what is left of them.
import { findLeaks } from '../src/leaks.fixture.ts'

const count = Number(process.argv[2] ?? 1000)
if (!Number.isSafeInteger(count) || count < 1) throw new TypeError('how many labs? npm run labs -- 1000')
const { gc } = globalThis
if (gc === undefined) throw new TypeError('garbage cannot be collected: --expose-gc is missing')

const { resources, heapBytesEach, startCpuMs, startMs } = await findLeaks(count, () => void gc())
process.stdout.write(`${count} labs, each with a person and a bot who talk
  start: ${startMs.toFixed(0)} ms, ${startCpuMs.toFixed(0)} ms of the processor (median)
  heap: ${heapBytesEach} bytes for each lab
  handles left: ${resources.length === 0 ? 'none' : resources.join(', ')}\n`)
if (resources.length > 0 || heapBytesEach > 20_000 || startCpuMs > 200) process.exitCode = 1
