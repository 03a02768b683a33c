import { expect, it } from 'vitest'
import { dcOptionsOf } from './dc-options.ts'

it('gives each address in the one form that every client connects to', () => {
  const options = dcOptionsOf({ host: '192.0.2.1', otherHosts: ['2001:db8::1'], port: 443 }, 2)
  const four = { _: 'dcOption', id: 2, ipAddress: '192.0.2.1', port: 443 }
  const six = { _: 'dcOption', id: 2, ipAddress: '2001:db8::1', port: 443, ipv6: true }
  expect(options).toEqual([four, six])
})
