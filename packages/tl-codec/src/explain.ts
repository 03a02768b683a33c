import { Writer } from './writer.ts'

/**
 * Names the field that made an encoding fail, such as `messages.sendMessage.peer`. Writers keep no track of where they
 * are, since that would cost every value; instead the failed value is written once more through proxies that remember
 * which field was read last.
 */
export function explain<T>(write: (writer: Writer, value: T) => void, value: T): string {
  let last = ''
  const watch = <V>(target: V, path: string): V => {
    if (typeof target !== 'object' || target === null || ArrayBuffer.isView(target)) return target
    return new Proxy(target, {
      get(object, key, receiver): unknown {
        const found: unknown = Reflect.get(object, key, receiver)
        if (typeof key === 'symbol' || key === '_' || (key === 'length' && Array.isArray(object))) return found
        last = Array.isArray(object) ? `${path}[${key}]` : `${path}.${key}`
        return watch(found, last)
      },
    })
  }
  last = nameOf(value)
  try {
    write(new Writer(), watch(value, last))
  } catch {
    // The same failure as before; `last` is what it was about.
  }
  return last
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string' ? value._ : 'value'
}
