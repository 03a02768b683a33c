/** Paying in a shop of a bot. */
export const checkoutLines: string = `
Checkout.2FA.Text	Only an account with a two-step password keeps payment data.
Checkout.NewCard.SaveInfoHelp	Your card is remembered for next time.
Checkout.PayPrice	Pay %@
Checkout.TotalAmount	In all
Checkout.WebConfirmation.Title	Confirm the payment
PaymentCardInfo	Card
PaymentCardSavePaymentInformation	Remember this card
PaymentCheckout	Checkout
PaymentCheckoutAcceptRecurrent	I accept the *terms* of **%1$s**.
PaymentCheckoutMethod	Way of paying
PaymentCheckoutName	Name
PaymentCheckoutPhoneNumber	Phone number
PaymentCheckoutProvider	Provider
PaymentCheckoutShippingMethod	Way of delivery
PaymentConfirmationMessage	To pay with %1$s, enter your two-step password.
PaymentInfoHint	You paid **%1$s** for **%2$s**.
PaymentShippingAddress	Address
PaymentShippingAddress1Placeholder	Street and number
PaymentShippingAddress2Placeholder	Further line
PaymentShippingCityPlaceholder	City
PaymentShippingCountry	Country
PaymentShippingEmailPlaceholder	E-mail
PaymentShippingInfo	Delivery
PaymentShippingMethod	Ways of delivery
PaymentShippingName	Name
PaymentShippingPhoneNumber	Phone number
PaymentShippingReceiver	Receiver
PaymentShippingSave	Keep these
PaymentShippingSaveInfo	They are filled in for you next time.
PaymentShippingStatePlaceholder	State or province
PaymentShippingZipPlaceholder	Postcode
PaymentTestInvoice	Test
`
