import { expect, test } from 'vitest'
import { addressGroup } from './address-group.ts'

test('addresses count by themselves in IPv4, by their /64 in IPv6, and not at all on loopback', () => {
  expect(addressGroup('192.0.2.7')).toBe('192.0.2.7')
  expect(addressGroup('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(addressGroup('2001:db8:0:1::5')).toBe(addressGroup('2001:0DB8::1:ffff:0:0:9'))
  expect(addressGroup('2001:db8::5')).toBe('2001:db8:0:0::/64')
  expect(addressGroup('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(addressGroup('2001:db8:0:1::5')).not.toBe(addressGroup('2001:db8:0:2::5'))
  for (const loopback of ['127.0.0.1', '::1', '::ffff:127.0.0.1', undefined])
    expect(addressGroup(loopback)).toBeUndefined()
})
