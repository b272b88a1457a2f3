"""The demo's Kilishops and carriers. All of it is made up."""

from typing import Final

POINTS: Final = """\
code,country,town,name,address,hours
KE-NBO-01,KE,Nairobi,Kilishop Moi Avenue,"Moi Avenue 14, next to the bank, ground floor",Mon-Sat 8:00-19:00
KE-NBO-02,KE,Nairobi,Kilishop Ngong Road,"Ngong Road, Prestige corner, shop 7",Mon-Sat 8:30-19:00
KE-NBO-03,KE,Nairobi,Kilishop Kasarani,"Thika Road, opposite the stage",Mon-Sat 8:30-18:30
KE-MSA-01,KE,Mombasa,Kilishop Nyali,"Links Road 3, behind the petrol station",Mon-Sat 9:00-18:00
KE-KSM-01,KE,Kisumu,Kilishop Oginga Odinga Street,"Oginga Odinga Street 22",Mon-Sat 9:00-18:00
KE-NKR-01,KE,Nakuru,Kilishop Kenyatta Avenue,"Kenyatta Avenue 9, first floor",Mon-Fri 9:00-17:30
UG-KLA-01,UG,Kampala,Kilishop Jinja Road,"Jinja Road 5",Mon-Sat 9:00-18:00
NG-LOS-01,NG,Lagos,Kilishop Ikeja,"Allen Avenue 40, Ikeja",Mon-Sat 9:00-18:00
"""
"""As `import_points` takes it."""

CARRIERS: Final = (
    ("KE", "Coast Couriers", "AA-9999-999"),
    ("KE", "Rift Parcels", "RP99999999\nRP-99999999"),
    ("KE", "Matatu Mail", ""),
    ("UG", "Pearl Couriers", "PC999999"),
    ("NG", "Lagoon Logistics", "LL9999999999"),
)
"""Country, name, waybill patterns."""
