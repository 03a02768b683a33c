import { Session } from 'node:inspector/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The time that `work` spends in each source file itself, as shares of the whole, the largest first. */
export async function profile(work: () => void): Promise<readonly (readonly [place: string, share: number])[]> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 100 })
    await session.post('Profiler.start')
    work()
    const { profile: taken } = await session.post('Profiler.stop')
    const places = new Map(taken.nodes.map((node) => [node.id, placeOf(node.callFrame)]))
    const times = new Map<string, number>()
    let total = 0
    for (const [i, id] of (taken.samples ?? []).entries()) {
      const time = taken.timeDeltas?.[i] ?? 0
      const place = places.get(id) ?? 'unknown'
      if (place === '(program)' || place === '(idle)') continue
      times.set(place, (times.get(place) ?? 0) + time)
      total += time
    }
    return [...times].map(([place, time]) => [place, time / total] as const).sort((a, b) => b[1] - a[1])
  } finally {
    session.disconnect()
  }
}

function placeOf({ url, functionName }: { readonly url: string; readonly functionName: string }): string {
  if (url.startsWith('file:')) return place(fileURLToPath(url))
  if (url.startsWith('wasm:')) return 'WebAssembly'
  // The profiler's own work.
  if (url.startsWith('node:inspector')) return '(program)'
  if (url.startsWith('node:')) return "Node's own JavaScript"
  return functionName === '(garbage collector)'
    ? 'garbage collection'
    : functionName === '(program)'
      ? '(program)'
      : 'native code (OpenSSL, V8)'
}

/** `transport/session/receive` for `packages/transport/src/session/receive.ts`. */
function place(path: string): string {
  const [, inside] = path.split('/packages/')
  return inside === undefined ? basename(path) : inside.replace('/src/', '/').replace(/\.ts$/, '')
}
