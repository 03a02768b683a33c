/** The e-mail addresses of people by their numbers, where codes go by e-mail because there is no SMS. */
export interface AddressBook {
  /** @param phone digits alone, with the country code */
  emailOf(phone: string): Promise<string | undefined>
}
