"""What lies outside the process: images, SMS, e-mail, payouts."""
