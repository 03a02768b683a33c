import { TlError } from './error.ts'
import { Writer } from './writer.ts'

/**
 * Names the field that made an encoding fail, such as `messages.sendMessage.peer`. Writers keep no track of where they
 * are, since that would cost every value; instead the failed value is written once more with everything in it, numbers and
 * texts too, replaced by something that knows its place. The writer takes it out again, and so sees what it failed on.
 */
export function explain<T>(write: (writer: Writer, value: T) => void, value: T, failure?: TlError): string {
  const precise = retrace(write, value, true)
  // A number that steers the writing (how many items, which fields) does not when it is replaced.
  if (failure === undefined || precise.error?.message === failure.message) return precise.path
  return retrace(write, value, false).path
}

interface Trace {
  readonly path: string
  readonly error: TlError | undefined
}

function retrace<T>(write: (writer: Writer, value: T) => void, value: T, followAll: boolean): Trace {
  const tracer = new Tracer(followAll)
  const root: T = tracer.follow(value, nameOf(value))
  try {
    write(tracer.writer(), root)
  } catch (error) {
    // The same failure as before; the tracer knows what it was about.
    return { path: tracer.last, error: error instanceof TlError ? error : undefined }
  }
  return { path: tracer.last, error: undefined }
}

class Tracer {
  last = 'value'
  readonly followAll: boolean
  private readonly followed = new WeakMap<object, { readonly path: string; readonly value: unknown }>()

  constructor(followAll: boolean) {
    this.followAll = followAll
  }

  /** What stands for a value: looks the same to a writer that looks into it, and is taken out by one that writes it. */
  follow<V>(value: V, path: string): V
  follow(value: unknown, path: string): unknown {
    this.last = path
    if (value === undefined) return value
    const isWhole = typeof value !== 'object' || value === null || ArrayBuffer.isView(value)
    if (isWhole && !this.followAll) return value
    const stand = new Proxy(isWhole ? {} : value, { get: (_, key) => this.property(value, key, path) })
    this.followed.set(stand, { path, value })
    return stand
  }

  private property(value: unknown, key: string | symbol, path: string): unknown {
    if (value === null) {
      this.last = path
      throw new TypeError('null has no fields')
    }
    const found: unknown = Reflect.get(Object(value), key)
    if (typeof found === 'function') return found
    const isItem = Array.isArray(value)
    if (typeof key === 'symbol' || key === '_' || (key === 'length' && isItem)) {
      this.last = path
      return found
    }
    return this.follow(found, isItem ? `${path}[${key}]` : `${path}.${key}`)
  }

  /** A writer that is given what stands for values. */
  writer(): Writer {
    return new Proxy(new Writer(), {
      get: (writer, name) => {
        const member: unknown = Reflect.get(writer, name)
        if (typeof member !== 'function') return member
        return (first: unknown, ...others: unknown[]): unknown => {
          const found = typeof first === 'object' && first !== null ? this.followed.get(first) : undefined
          if (found === undefined) return member.call(writer, first, ...others)
          this.last = found.path
          const result: unknown = member.call(writer, found.value, ...others)
          // What is handed back is the value itself, and is written next.
          return result === found.value ? first : result
        }
      },
    })
  }
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string' ? value._ : 'value'
}
