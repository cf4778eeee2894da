"""Names and places of the shop's customers; invented people, real cities."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Land:
    """A country the shop delivers to.

    Attributes:
        dialling: International dialling code.
        streets: Street names; a house number is put behind them.
        cities: Postal codes by city.
        given: Given names.
        family: Family names.
    """

    name: str
    dialling: str
    streets: tuple[str, ...]
    cities: dict[str, tuple[str, ...]]
    given: tuple[str, ...]
    family: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


LANDS = (
    Land(
        "Germany", "+49",
        _words("Lindenstraße Goethestraße Am_Mühlbach Kastanienallee Schillerplatz Rosenweg"),
        {"Leipzig": ("04109", "04275"), "Hamburg": ("20095", "22767"), "Köln": ("50667", "50823"),
         "München": ("80331", "81669"), "Berlin": ("10115", "12043")},
        _words("Anna Jürgen Lena Björn Käthe Matthias Sabine Uwe Franziska Moritz Heike Sören"),
        _words("Müller Schröder Köhler Weiß Becker Jäger Böhm Lindner Großmann Vogt Kühn Hartmann"),
    ),
    Land(
        "France", "+33",
        _words("rue_des_Lilas rue_Voltaire avenue_Jean-Jaurès quai_Saint-Antoine rue_de_la_Paix"),
        {"Lyon": ("69001", "69007"), "Paris": ("75011", "75013"), "Lille": ("59000",),
         "Nantes": ("44000",), "Bordeaux": ("33000",)},
        _words("Chloé François Amélie Rémi Zoé Thérèse Benoît Anaïs Hélène Loïc Margaux Étienne"),
        _words("Lefèvre Girard Dubois Béranger Moreau Faÿ Gauthier Noël Marchand Périer Rousseau"),
    ),
    Land(
        "Netherlands", "+31",
        _words("Prinsengracht Kerkstraat Molenweg Oudegracht Havenstraat Beukenlaan"),
        {"Amsterdam": ("1016 HG", "1054 KL"), "Utrecht": ("3511 AB",), "Rotterdam": ("3011 WN",),
         "Groningen": ("9712 JM",)},
        _words("Daan Femke Joris Sanne Wouter Noor Bram Lotte Ruben Maaike Thijs Zoë"),
        _words("van_den_Berg de_Vries Janssen Bakker van_Dijk Smit Mulder de_Groot Visser Kuiper"),
    ),
    Land(
        "Spain", "+34",
        _words("calle_Mayor calle_del_Pez avenida_de_la_Constitución calle_Serrano plaza_Nueva"),
        {"Madrid": ("28004", "28013"), "Sevilla": ("41001",), "Valencia": ("46002",),
         "Bilbao": ("48005",)},
        _words("Íñigo Lucía Álvaro Nuria Andrés Inés Joaquín Sofía Raúl Begoña Martín Ángela"),
        _words("Ruiz García Muñoz Ibáñez Núñez Ortega Peña Vázquez Domínguez Etxeberria Sáez"),
    ),
    Land(
        "Italy", "+39",
        _words("via_Garibaldi via_Roma corso_Umberto_I via_dei_Mille piazza_San_Marco"),
        {"Torino": ("10121",), "Bologna": ("40121",), "Milano": ("20121", "20144"),
         "Palermo": ("90133",)},
        _words("Niccolò Giulia Matteo Chiara Lorenzo Beatrice Davide Noemi Simone Ilaria Ettore"),
        _words("Rossi Bianchi Dell'Acqua Moretti Gallo De_Luca Cattaneo Nicolò Ferri Orlandò"),
    ),
    Land(
        "Portugal", "+351",
        _words("rua_do_Carmo rua_Augusta travessa_da_Boavista avenida_da_Liberdade"),
        {"Porto": ("4000-053", "4050-253"), "Lisboa": ("1100-053", "1250-140"),
         "Coimbra": ("3000-150",)},
        _words("João Inês Gonçalo Mariana Tomás Conceição Rui Beatriz António Lurdes Duarte"),
        _words("Silva Conceição Magalhães Sousa Araújo Simões Brandão Leitão Gouveia Antunes"),
    ),
    Land(
        "Poland", "+48",
        _words("ulica_Długa ulica_Szewska ulica_Piękna aleja_Róż ulica_Świętojańska"),
        {"Gdańsk": ("80-831", "80-244"), "Kraków": ("31-009",), "Wrocław": ("50-101",),
         "Poznań": ("61-772",)},
        _words("Michał Małgorzata Łukasz Zofia Paweł Agnieszka Świętosława Jędrzej Grażyna"),
        _words("Kowalczyk Wójcik Zieliński Dąbrowska Łukaszewicz Piątek Żak Mazur Gałązka"),
    ),
    Land(
        "Sweden", "+46",
        _words("Kungsgatan Storgatan Björkvägen Sjöstigen Norra_Ågatan Österlånggatan"),
        {"Göteborg": ("411 19", "413 01"), "Stockholm": ("111 20", "116 46"), "Umeå": ("903 26",)},
        _words("Åsa Björn Linnéa Göran Elin Märta Oskar Signe Håkan Ebba Anders Ylva"),
        _words("Öberg Lindström Sjöberg Åkesson Nyström Bergqvist Hallgren Ek Söderlund Dahl"),
    ),
    Land(
        "Denmark", "+45",
        _words("Nørregade Åboulevarden Strandvejen Vestergade Bøgevej"),
        {"Aarhus": ("8000", "8200"), "København": ("1165", "2200"), "Odense": ("5000",)},
        _words("Søren Mette Jørgen Astrid Kåre Freja Mikkel Signe Bjørn Karoline Asger"),
        _words("Sørensen Møller Nielsen Kjær Østergaard Holm Bæk Thygesen Lund Skov"),
    ),
    Land(
        "Ireland", "+353",
        _words("Patrick_Street Shop_Street Eyre_Lane Abbey_Road Quay_Street"),
        {"Cork": ("T12 K8AF", "T23 E6TD"), "Galway": ("H91 W2TY",), "Dublin": ("D02 X285",)},
        _words("Aoife Seán Niamh Ciarán Siobhán Oisín Róisín Eoghan Gráinne Declan Caoimhe"),
        _words("O'Brien Ó_Súilleabháin Byrne Ní_Dhomhnaill Walsh McCarthy Fitzgerald Kearney"),
    ),
    Land(
        "Czechia", "+420",
        _words("Dlouhá Nádražní Husova Lipová Květná Pod_Kaštany"),
        {"Praha": ("110 00", "130 00"), "Brno": ("602 00",), "Olomouc": ("779 00",)},
        _words("Jiří Kateřina Tomáš Růžena Ondřej Zdeňka Štěpán Eliška Václav Žofie"),
        _words("Dvořák Novák Černý Procházková Kučera Šimek Beneš Růžička Hájek Čapek"),
    ),
    Land(
        "Austria", "+43",
        _words("Mariahilfer_Straße Mühlgasse Getreidegasse Leopoldstraße Bäckerweg"),
        {"Wien": ("1060", "1090"), "Graz": ("8010",), "Innsbruck": ("6020",)},
        _words("Johannes Magdalena Gregor Theresia Valentin Hannelore Götz Katharina Xaver"),
        _words("Gruber Mößlacher Pichler Höller Wögerbauer Steinlechner Haas Fürst Eder"),
    ),
)  # fmt: skip

NEWCOMERS_GIVEN = _words(
    "Thị_Hoa Minh Ayşe Emre Chidinma Olumide Fatima Youssef Priya Arjun Mei_Ling Haruto Oksana "
    "Dmytro Leïla Kofi Nasrin Tariq Yuki Anahit Marisol Zsófia Ștefan Đorđe Ioana Khadija"
)
NEWCOMERS_FAMILY = _words(
    "Nguyễn Öztürk Okonkwo Haddad Sharma Chen Tanaka Kovalenko Adeyemi Rahman El-Amrani Çelik "
    "Petrosyan Nagy Popescu Đukić Mensah Singh Ferreira_da_Cruz Hernández Kaya Park Diallo Şahin"
)
"""Given and family names found in every country."""
