"""What the shop sells, where parcels can be fetched, and which vouchers are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """Articles of one name: every colour in every size; prices in cents by size."""

    name: str
    category: str
    warranty_days: int
    sizes: dict[str, int]
    colours: tuple[str, ...]


def _family(name: str, category: str, colours: str, warranty: int, sizes: dict[str, int]) -> Family:
    return Family(name, category, warranty, sizes, tuple(colours.split()))


FAMILIES = (
    _family("Sarek tent", "tent", "green olive red", 730, {"2 persons": 24900, "3 persons": 29900}),
    _family("Kebne tent", "tent", "green sand", 730, {"4 persons": 41900}),
    _family("Abisko sleeping bag", "sleeping_bag", "blue rust", 730,
            {"regular": 12900, "long": 12900}),
    _family("Vindel sleeping bag", "sleeping_bag", "blue black", 730,
            {"regular": 18900, "long": 19900}),
    _family("Rallar backpack", "backpack", "grey green red", 730, {"35 l": 10900, "50 l": 13900}),
    _family("Fjord daypack", "backpack", "blue yellow grey", 730, {"20 l": 5900}),
    _family("Glimt stove", "stove", "silver black", 365, {"1 burner": 6490, "2 burners": 9990}),
    _family("Kvikk stove", "stove", "red silver", 365, {"one size": 4490}),
    _family("Ljus lantern", "lantern", "red white black", 365, {"small": 2990, "large": 3990}),
    _family("Fyr lantern", "lantern", "green yellow", 365, {"one size": 2450}),
    _family("Bruk pot set", "cookware", "steel black", 1825, {"2 pots": 4990, "3 pots": 6990}),
    _family("Bruk pan", "cookware", "steel black", 1825, {"24 cm": 3490, "28 cm": 3990}),
    _family("Kolk kettle", "cookware", "steel green red", 365, {"1.2 l": 4200}),
    _family("Hytte mug", "mug", "white green blue red", 0, {"0.3 l": 1290, "0.4 l": 1490}),
    _family("Tarn mug", "mug", "grey green", 0, {"0.35 l": 990}),
    _family("Otter knife", "knife", "oak black", 1825, {"8 cm": 3900, "10 cm": 4500}),
    _family("Siesta hammock", "hammock", "striped blue green", 365,
            {"single": 5490, "double": 6990}),
    _family("Regn jacket", "jacket", "yellow navy black", 730,
            {"S": 11900, "M": 11900, "L": 11900, "XL": 11900}),
    _family("Dun jacket", "jacket", "navy rust", 730, {"S": 17900, "M": 17900, "L": 17900}),
    _family("Ull blanket", "blanket", "grey blue mustard", 0, {"130x180": 7900, "150x210": 9900}),
    _family("Fleck blanket", "blanket", "blue white green", 0, {"130x170": 3990}),
    _family("Moln cushion", "cushion", "grey mustard blue green", 0,
            {"40x40": 1990, "50x50": 2490}),
    _family("Halo lamp", "lamp", "black white brass", 730, {"table": 8900, "floor": 14900}),
    _family("Papyr lamp", "lamp", "white sand", 730, {"table": 4900}),
    _family("Stille chair", "chair", "oak black white", 1825, {"one size": 18900}),
    _family("Leir camp chair", "chair", "green grey red", 365, {"low": 4990, "high": 5990}),
    _family("Vev rug", "rug", "grey blue rust", 0,
            {"80x150": 6900, "120x180": 11900, "170x240": 19900}),
    _family("Dråpe vase", "vase", "clear green amber", 0, {"small": 2490, "large": 4490}),
    _family("Spira vase", "vase", "clear blue", 0, {"one size": 1890}),
)  # fmt: skip

BULKY = {("Stille chair", "one size"), ("Vev rug", "170x240"), ("Halo lamp", "floor")}
CLEARANCE = {
    ("Papyr lamp", "sand", "table"),
    ("Vev rug", "rust", "80x150"),
    ("Regn jacket", "black", "XL"),
    ("Moln cushion", "mustard", "50x50"),
    ("Dun jacket", "rust", "S"),
    ("Dråpe vase", "amber", "small"),
    ("Fyr lantern", "yellow", "one size"),
    ("Ull blanket", "mustard", "130x180"),
}
CLEARANCE_PERCENT = 70
"""What a clearance article costs of its family's price."""

SOLD_OUT = {
    ("Halo lamp", "black", "table"),
    ("Fleck blanket", "white", "130x170"),
    ("Hytte mug", "red", "0.4 l"),
    ("Regn jacket", "navy", "M"),
    ("Kolk kettle", "red", "1.2 l"),
}
LAST_PIECES = {
    ("Abisko sleeping bag", "blue", "long"): 1,
    ("Glimt stove", "silver", "1 burner"): 2,
    ("Siesta hammock", "blue", "double"): 1,
}

PICKUP_POINTS = (
    # name, street, city, postal code, country, open on Sundays, has lockers
    ("Kiosk Lindenplatz", "Lindenplatz 3", "Leipzig", "04109", "Germany", False, False),
    ("Hauptbahnhof Nord", "Willy-Brandt-Platz 5", "Leipzig", "04109", "Germany", True, True),
    ("Blumen Petersen", "Große Bergstraße 12", "Hamburg", "22767", "Germany", False, False),
    ("Altona Lockers", "Paul-Nevermann-Platz 1", "Hamburg", "22765", "Germany", True, True),
    ("Trinkhalle am Ring", "Zülpicher Platz 9", "Köln", "50674", "Germany", True, False),
    ("Schreibwaren Huber", "Sendlinger Straße 40", "München", "80331", "Germany", False, False),
    ("Späti Sonnenallee", "Sonnenallee 88", "Berlin", "12045", "Germany", True, False),
    ("Nordbahnhof Lockers", "Julie-Wolfthorn-Straße 1", "Berlin", "10115", "Germany", True, True),
    ("Tabac des Terreaux", "place des Terreaux 7", "Lyon", "69001", "France", False, False),
    ("Épicerie du Rhône", "avenue Berthelot 21", "Lyon", "69007", "France", True, False),
    ("Gare Part-Dieu", "boulevard Vivier-Merle 5", "Lyon", "69003", "France", False, True),
    ("Librairie Oberkampf", "rue Oberkampf 61", "Paris", "75011", "France", False, False),
    ("Laverie des Gobelins", "avenue des Gobelins 30", "Paris", "75013", "France", True, False),
    ("Fleurs de Lille", "rue de Béthune 14", "Lille", "59000", "France", False, False),
    ("Gare de Nantes", "boulevard de Stalingrad 27", "Nantes", "44000", "France", True, True),
    ("Presse Victor-Hugo", "cours Victor-Hugo 102", "Bordeaux", "33000", "France", False, False),
    ("Boekhandel Zuid", "Ceintuurbaan 77", "Amsterdam", "1072 EW", "Netherlands", False, False),
    ("Fietsen Centraal", "Stationsplein 12", "Amsterdam", "1012 AB", "Netherlands", True, True),
    ("Bakkerij Dom", "Domstraat 4", "Utrecht", "3512 JB", "Netherlands", False, False),
    ("Markthal Lockers", "Binnenrotte 98", "Rotterdam", "3011 GZ", "Netherlands", True, True),
    ("Papelería Malasaña", "calle del Pez 21", "Madrid", "28004", "Spain", False, False),
    ("Atocha Taquillas", "plaza del Emperador 2", "Madrid", "28045", "Spain", True, True),
    ("Quiosco Triana", "calle San Jacinto 9", "Sevilla", "41010", "Spain", True, False),
    ("Ferretería Deusto", "avenida Lehendakari 11", "Bilbao", "48014", "Spain", False, False),
    ("Edicola San Salvario", "via Madama Cristina 8", "Torino", "10125", "Italy", True, False),
    ("Cartoleria Po", "via Po 33", "Torino", "10124", "Italy", False, False),
    ("Stazione Centrale", "piazza Duca d'Aosta 1", "Milano", "20124", "Italy", True, True),
    ("Papelaria Bolhão", "rua Formosa 322", "Porto", "4000-211", "Portugal", False, False),
    ("Quiosque da Trindade", "rua da Trindade 15", "Porto", "4000-541", "Portugal", True, True),
    ("Mercearia Graça", "largo da Graça 42", "Lisboa", "1170-165", "Portugal", True, False),
    ("Kiosk Długi Targ", "Długi Targ 20", "Gdańsk", "80-828", "Poland", True, False),
    ("Księgarnia Wrzeszcz", "ulica Wajdeloty 3", "Gdańsk", "80-437", "Poland", False, False),
    ("Pressbyrån Haga", "Haga Nygata 17", "Göteborg", "413 01", "Sweden", True, False),
    ("Centralstationen", "Drottningtorget 5", "Göteborg", "411 03", "Sweden", True, True),
    ("Blomster Nørrebro", "Nørrebrogade 50", "København", "2200", "Denmark", False, False),
    ("Aarhus Banegård", "Banegårdspladsen 1", "Aarhus", "8000", "Denmark", True, True),
    ("Quay News", "Quay Street 12", "Galway", "H91 X0AD", "Ireland", True, False),
    ("Trafika Lipová", "Lipová 8", "Brno", "602 00", "Czechia", False, False),
    ("Trafik Naschmarkt", "Linke Wienzeile 22", "Wien", "1060", "Austria", False, False),
    ("Bahnhof Meidling", "Eichenstraße 27", "Wien", "1120", "Austria", True, True),
)

VOUCHERS = (
    # code, percent, minimum in cents, first day, last day
    ("WELCOME10", 10, 5000, "2024-01-01", "2026-12-31"),
    ("AUTUMN12", 12, 6000, "2024-09-15", "2024-11-30"),
    ("WINTER24", 20, 10000, "2024-12-01", "2025-01-31"),
    ("SPRING25", 10, 4000, "2025-03-01", "2025-05-31"),
    ("SUMMER15", 15, 8000, "2025-06-01", "2025-08-31"),
    ("CAMP20", 20, 12000, "2025-06-15", "2025-07-15"),
    ("AUTUMN15", 15, 6000, "2025-09-15", "2025-11-30"),
    ("COSY10", 10, 3000, "2025-10-01", "2026-02-28"),
    ("WINTER25", 25, 10000, "2025-12-01", "2026-03-01"),
    ("WINTER15", 15, 5000, "2025-12-01", "2026-03-02"),
    ("THAW10", 10, 4000, "2026-02-01", "2026-03-31"),
    ("THAW20", 20, 15000, "2026-02-01", "2026-03-31"),
    ("SPRING26", 15, 5000, "2026-03-02", "2026-05-31"),
    ("EASTER26", 30, 8000, "2026-03-20", "2026-04-06"),
    ("SORRY5", 5, 0, "2025-01-01", "2026-06-30"),
)

CARRIERS = ("Postvogel", "Rapido", "NordCargo")
WAREHOUSES = ("Leipzig", "Lyon", "Gdansk")
