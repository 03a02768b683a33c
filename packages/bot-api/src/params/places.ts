import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from './params.ts'

export function readPoint(params: Params): api.inputGeoPoint {
  const lat = params.number('latitude')
  const long = params.number('longitude')
  if (lat === undefined) throw badRequest('latitude is empty')
  if (long === undefined) throw badRequest('longitude is empty')
  if (Math.abs(lat) > 90 || Math.abs(long) > 180) throw badRequest('wrong coordinates specified')
  const accuracy = params.number('horizontal_accuracy')
  return { _: 'inputGeoPoint', lat, long, accuracyRadius: accuracy === undefined ? undefined : Math.ceil(accuracy) }
}

/** A place with a name, and where it was found, as messages and inline results say it. */
export function readVenue(params: Params): Omit<api.inputMediaVenue, '_'> {
  const title = params.text('title')
  const address = params.text('address')
  if (title === undefined || address === undefined) throw badRequest('venue title and address must be non-empty')
  const google = params.text('google_place_id')
  const foursquare = params.text('foursquare_id')
  const provider = google === undefined ? 'foursquare' : 'gplaces'
  return {
    ...{ geoPoint: readPoint(params), title, address },
    provider: google === undefined && foursquare === undefined ? '' : provider,
    venueId: google ?? foursquare ?? '',
    venueType: params.text(google === undefined ? 'foursquare_type' : 'google_place_type') ?? '',
  }
}

export function readContact(params: Params): Omit<api.inputMediaContact, '_'> {
  const phoneNumber = params.text('phone_number')
  const firstName = params.text('first_name')
  if (phoneNumber === undefined) throw badRequest('phone number is empty')
  if (firstName === undefined) throw badRequest('contact name is empty')
  return { phoneNumber, firstName, lastName: params.text('last_name') ?? '', vcard: params.text('vcard') ?? '' }
}
