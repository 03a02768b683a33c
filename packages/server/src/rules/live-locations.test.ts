import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metersBetween, nearTo } from './live-locations.ts'

const at = (lat: number, long: number): api.geoPoint => ({ _: 'geoPoint', lat, long, accessHash: 0n })
const point = fc
  .record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    long: fc.double({ min: -180, max: 180, noNaN: true }),
  })
  .map(({ lat, long }) => at(lat, long))
const live = (geo: api.GeoPoint, proximityNotificationRadius?: number): api.messageMediaGeoLive => ({
  ...{ _: 'messageMediaGeoLive', geo, period: 900, proximityNotificationRadius },
})

describe('the way between two points', () => {
  it('is the same there and back, none to itself, no longer by no detour, and at most half around the earth', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const way = metersBetween(a, b)
        expect(way).toBeCloseTo(metersBetween(b, a), 3)
        expect(metersBetween(a, a)).toBe(0)
        expect(way).toBeLessThanOrEqual(metersBetween(a, c) + metersBetween(c, b) + 1)
        expect(way).toBeLessThanOrEqual(Math.PI * 6_371_009)
      }),
    )
  })

  it('is as long as others have found it', () => {
    // From Berlin to Paris, and over the line at which days begin.
    expect(metersBetween(at(52.52, 13.405), at(48.8566, 2.3522)) / 1000).toBeCloseTo(877.5, 0)
    expect(metersBetween(at(0, 179.9995), at(0, -179.9995))).toBeCloseTo(111.2, 1)
  })
})

describe('who is near', () => {
  it('is within the radius that somebody has set, and nobody where none was', () => {
    fc.assert(
      fc.property(point, point, fc.integer({ min: 1, max: 100_000 }), (a, b, radius) => {
        const meters = metersBetween(a, b)
        expect(nearTo(live(a, radius), live(b))).toBe(meters <= radius ? Math.round(meters) : undefined)
        expect(nearTo(live(a, radius), live(a, 5))).toBe(0)
        expect(nearTo(live(a), live(b, radius))).toBeUndefined()
        expect(nearTo(live(a, radius), live({ _: 'geoPointEmpty' }))).toBeUndefined()
      }),
    )
  })
})
