import { expect, test } from 'vitest'
import { decode } from './index.ts'

// Types are checked by the compiler only where there is one.
test.each(['Nobody', '', 'toString', '__proto__', 'messages.sendMessage'])(
  "asking for the type '%s' is a TlError",
  (type) => {
    const expected = expect.objectContaining({ name: 'TlError', code: 'UNKNOWN_TYPE' })
    expect(() => Reflect.apply(decode, undefined, [type, new Uint8Array(8)])).toThrow(expected)
  },
)
