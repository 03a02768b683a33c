import { describe, expect, it } from 'vitest'
import { isPublicAddress } from './public-address.ts'

describe('a public address', () => {
  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '172.15.0.1',
    '172.32.0.1',
    '193.0.14.129',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:800::200e',
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ['this machine', ['127.0.0.1', '127.255.0.3', '::1', '0.0.0.0', '0.1.2.3', '::']],
    ['a private network', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1']],
    ['a link', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0']],
    ['a carrier or an experiment', ['100.64.0.1', '198.18.0.1', '192.0.0.8', '240.0.0.1', '255.255.255.255']],
    ['an example', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
    ['a group', ['224.0.0.1', '239.1.2.3', 'ff02::1']],
    [
      'an IPv4 address in other clothes',
      ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ],
    ['no address', ['', 'localhost', '127.1', '2130706433', '1.1.1.1.', '[::1]']],
  ])('is not %s', (_what, addresses) => {
    for (const address of addresses) expect(isPublicAddress(address), address).toBe(false)
  })
})
